"""What the program tells its host about itself."""
