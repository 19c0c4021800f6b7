"""What a child told a worker, and the worker wrote down: marked so wherever it is read (issue 5)."""
