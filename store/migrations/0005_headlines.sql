-- What a step found, in one line for Home. Older visits have none.
ALTER TABLE outcome ADD COLUMN headline TEXT NOT NULL DEFAULT '';
