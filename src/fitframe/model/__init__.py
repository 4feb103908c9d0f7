"""What people write and what is answered, as frozen values."""
