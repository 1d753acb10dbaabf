"""THE AGENT: carries what was kept to the municipality, and its news back.

A process of its own. It claims one submission after another from the outbox, lets a
connector carry it, and writes down what became of it. It never sends twice: what may have
arrived is looked up at its destination before it is sent again.

    __main__      composition: settings, store, connectors, one agent for each home
    agent         the loop; it names no connector
    once          one pass, for an operator
    porter        sends attachments after their submissions
    carrier       who is out with what: sends crews out, takes back what came of it
    clerk         writes down what became of it
    crew          the workers of one destination, each with a connector of its own
    road          the way to one destination, and how it fares: its circuit breaker
    patience      how long to wait
    link          is there a network, really?
    herald        tells systemd how the agent is
    newsstand     brings what citizens read from outside, on a slow rhythm
    feeds/        one file for each kind of feed, strangers to each other
    feed          their port, and the one way they are fetched
    plain         what a site wrote for browsers, as plain text
    connectors/   one file for each kind of destination, strangers to each other
    endpoint      the calls of a GeoReport endpoint
    discovery     where that endpoint is
    offer         its services and what they ask
    attributes    what a citizen answered, as what a service asks
    inquiry       what became of its requests
    updates       the same, told of many at once
    georeport     the wire of Open311, read liberally
    catalogue     the same, for what an endpoint says of itself
    openrosa      the wire of OpenRosa
    sensecity     the wire of sense.city
    letter        what a letter to a protocol office says
    press         prints it, one page
    envelope      the mail it travels in
    reply         what came back to the kiosk's mailbox
    smtp          the only module that speaks SMTP
    imap          the only module that speaks IMAP
    call          a conversation with a mail server, and how it ends
    tus           resumable uploads, in pieces that fit the line
    http          the only module that makes requests
    fault         why no answer came
    credentials   who the kiosk is, where it is asked
    connector     the port

May import: the standard library; of kiosk: outbox, noticeboard, notice, submission,
config, errors, clock, bell, codes, xform, and device, store, vault in `__main__` only;
requests in `http` and `credentials`, its errors in `fault`; fpdf in `press`; msgspec and
defusedxml to read answers; resources in `__main__` only, where the things to print with
are handed in.
May never: Qt, ui, i18n, hub, kiosk's doors for faces. It has no words for citizens, and
its log holds ids, codes and states, never what somebody said.
"""
