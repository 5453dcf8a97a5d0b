-- Who changed what, as Microsoft's audit log said when Handrail looked. It is kept
-- as long as the difference: the log itself forgets after some days.
-- moment is the number that the moment had. Where moments were folded into a later
-- one, their answers are read together.
-- field is the path of the property, empty of a row that is new or gone. actors is
-- a JSON list of {id, name, program, at}. why is empty where it is known, else a
-- code, and detail more about it. final is 1 where looking again changes nothing.
CREATE TABLE answer (
    section TEXT    NOT NULL,
    moment  INTEGER NOT NULL,
    id      TEXT    NOT NULL,
    field   TEXT    NOT NULL,
    actors  TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    final   INTEGER NOT NULL,
    PRIMARY KEY (section, moment, id, field)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_open ON answer (section, moment) WHERE final = 0;
