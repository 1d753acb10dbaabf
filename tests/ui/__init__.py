"""The faces: what is shown, touched and said."""
