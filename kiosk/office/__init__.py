"""THE OFFICE. What people at a service desk may do: each room is a thing they come for.

Nobody is here without having signed in: every room is made with a `Shift`, which only
`kiosk.staff.StaffDoor` gives. What a shift does is written in the book of deeds, in the
same transaction as the deed, and no room can change a line of it.

May import: the floors of kiosk below it.
May never: Qt, the network, words for people.
"""
