"""TO READ AND HEAR: what a citizen reads without asking anything.

    contents   what there is, from the pack and from what the agent brought
    shelf      what would you like to see?
    entries    what there is of one kind
    article    one of them, a page at a time
    document   the pages of a decision, as they were signed
    work       a work in progress: how far, who pays, when done, where
    site       where that is, on the map
    cards      useful numbers, opening hours
    room       which page comes after which touch

May import what `ui.citizen` may.
"""
