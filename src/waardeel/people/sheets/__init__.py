"""Members' lists as spreadsheets: reading whatever an office has, and writing what any office can read.

Pure: bytes in, values and problems out. What happens with them is for `waardeel.people.domain.importing`.
"""
