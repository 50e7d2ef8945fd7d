"""What people see: plain results in, embeds, views and tables out. Nothing here asks anybody."""
