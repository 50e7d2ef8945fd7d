"""A simulated Xbox and Halo service on loopback: invented players, the real service's shapes."""
