"""The build's side of the outbox: the memory of the ledger, and the one commit that hands finished letters over.

The door (what build and sender agree on; neither imports the other, this text is the contract, `tests/door/` guards it)
=======================================================================================================================

`outbox/` holds:

    ledger.sqlite3    the record of everything: SQLite, WAL, synchronous=FULL, foreign keys on, PRAGMA user_version = 5
    pieces/ab/<hex>   a piece, mostly of 32 KiB or more: its bytes, named by the SHA-256 of them in lower-case hexadecimal
    mail.json         how letters leave: {"transport": "maildir"}, or {"transport": "smtp"} with every field of
                      school.people.MailSettings by its name; null where the school says nothing (the sender then decides);
                      never a password, token or key. The sender reads no provider, no verp and no bounces_to: they are the build's
    mark.json         how far the ledger had come when it was last looked at (outbox.mark); so none that is lost or older is mistaken for it
    maildir/          where the maildir transport delivers (the sender's)
    cache/            what can be made again: pictures, styled posts, hashes; the build's own, may be deleted at any time
    build.lock        held (flock) by the build while it works; send.lock by the sender

Each table has one writer. The build writes:

    own     (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID
            what the outbox keeps for itself. key: 32 random bytes, made once, of which Message-IDs and return addresses are made;
            let_through: what a person let letters reach, as a JSON object (outbox.let_through);
            handed_over: how often the build handed over; copied_at: in a backup, when it was made (ISO 8601, in UTC)
    piece   (id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, data BLOB)
            data is NULL where the bytes are a file in pieces/, and where they are gone: the build removes them, file or data, some
            weeks after each letter that needs them was sent or refused, and at once where no letter that is left needs them
    edition (name TEXT PRIMARY KEY, made_at TEXT NOT NULL)                   ISO 8601 with offset
    letter  (id INTEGER PRIMARY KEY, message_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, edition TEXT REFERENCES edition,
             envelope_sender TEXT NOT NULL, recipient TEXT NOT NULL, recipe TEXT NOT NULL, size INTEGER NOT NULL,
             digest BLOB NOT NULL, planned_at TEXT NOT NULL)
            kind: newsletter | post | personal | notice | summary
            recipe: the ids of its pieces in order, as a JSON list; joined, they are the message (CRLF, complete headers,
            one To with one address: the recipient)
            size: of the message in bytes; digest: SHA-256 over the pieces' SHA-256 digests in order

and, for its own memory, which the sender never reads:

    guardian (id INTEGER PRIMARY KEY, family TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, first_seen TEXT NOT NULL,
              groups TEXT NOT NULL)                   groups: JSON, by id the groups they read and since when
    post     (id INTEGER PRIMARY KEY, path TEXT NOT NULL, first_seen TEXT NOT NULL, marks TEXT NOT NULL)
             marks: JSON of decide.memory.Marks; an event as [digest, sequence]
    view     (id INTEGER PRIMARY KEY, post INTEGER NOT NULL REFERENCES post, shown TEXT NOT NULL)
             shown: JSON, what and why (outbox.shown)
    told     (post INTEGER NOT NULL REFERENCES post, guardian INTEGER NOT NULL REFERENCES guardian,
              letter INTEGER NOT NULL REFERENCES letter, view INTEGER NOT NULL REFERENCES view,
              PRIMARY KEY (post, guardian)) WITHOUT ROWID
    heard    (post INTEGER NOT NULL REFERENCES post, guardian INTEGER NOT NULL REFERENCES guardian, sequence INTEGER NOT NULL,
              letter INTEGER NOT NULL REFERENCES letter, view INTEGER NOT NULL REFERENCES view,
              PRIMARY KEY (post, guardian, sequence)) WITHOUT ROWID      what became of an event, told after its post was
    notice   (key TEXT PRIMARY KEY, told_at TEXT NOT NULL, letter INTEGER NOT NULL REFERENCES letter)

The sender writes:

    delivery (letter INTEGER PRIMARY KEY REFERENCES letter, state TEXT NOT NULL, tries INTEGER NOT NULL,
              changed_at TEXT NOT NULL, next_try TEXT, reply TEXT, first_try TEXT,
              archive TEXT)
            state: sending | dot | sent | waiting | refused | unknown; a letter without a row is planned.
            sending: a try has begun and nothing final has gone out, so it is safe to repeat; dot: the one thing that may make
            the other side accept the letter is on its way, so after a crash nobody knows (the sender then says unknown).
            reply: what the server said, without addresses; changed_at, next_try (for waiting only) and first_try (when its first
            try began: a letter that is older than the school's patience is given up): ISO 8601, in UTC.
    doubt   (letter INTEGER PRIMARY KEY REFERENCES letter ON DELETE CASCADE, about TEXT NOT NULL)
            a letter that waits because a no for good to it is in doubt, until it shows whether it is the school that is refused;
            about: recipient | letter | sender | relay | quota | login | blocklist | unsaid
    witness (message_id TEXT PRIMARY KEY, archive TEXT NOT NULL, sent_at TEXT NOT NULL) WITHOUT ROWID
            a small message of the sender's to the archive alone: where no later letter proves that mail still arrives there
    bounce  (id INTEGER PRIMARY KEY, letter INTEGER NOT NULL REFERENCES letter, kind TEXT NOT NULL, status TEXT, said TEXT NOT NULL,
             reported_at TEXT NOT NULL, report BLOB NOT NULL UNIQUE)
            what came back after a letter was sent; written by the sender's reader of bounces alone. kind: failed | delayed;
            status: the code of RFC 3463, where the report has one; said: what it says, without addresses; reported_at:
            ISO 8601, in UTC; report: SHA-256 of the report as far as it is read, so that none counts twice. A letter that failed is refused

The build creates the tables of both sides, and brings a ledger of an older version up to date before it does anything else; nobody
else works with one. An edition and all its letters appear in one transaction, after every piece
file has been written, synced and renamed into place. What is in `letter` is never changed. The sender checks size and digest
before it delivers, and delivers no letter whose bytes are not what was planned.

A letter that has not left may be taken back: what it shows may not be shown any more. The build then holds `send.lock` too, so that no
sender is at work, and in one transaction deletes its rows (in `told`, `heard`, `view`, `letter`, and in `delivery` where its state is
`sending` or `waiting`) and puts in the letter that takes its place, if anything is left to send. A letter in `sending` has not gone,
unless it is in the Maildir: there its name, in `new` or up to a colon in `cur`, is the first 32 hexadecimal digits of the SHA-256 of
its message_id, and `.eml`. What the build holds against today's consents is safe to send until they change: `weekbrief run` and
`weekbrief send` do so before each delivery. `python -m weekbrief_sender` knows no consents and does not.
"""
