"""Reading a repository: files to sightings of names, sightings to libraries with roles, and to answers.

Nothing of the repository is run or imported, and no link is followed.
"""
