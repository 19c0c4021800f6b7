"""What each person may see of a child: given, ended, from when; and the floor that nobody can widen."""
