"""What is the same for brothers and sisters: written once, read by who may read it in every plan."""
