PRAGMA user_version = 1;
CREATE TABLE kept (name TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE spent (
    until INTEGER NOT NULL,
    nullifier BLOB NOT NULL,
    PRIMARY KEY (until, nullifier)
  ) WITHOUT ROWID;
CREATE TABLE spent_dropped (one INTEGER PRIMARY KEY CHECK (one = 1), until INTEGER NOT NULL);
INSERT INTO kept VALUES ('directory', 'a directory');
INSERT INTO spent VALUES (1795089600, x'2705d83fa7bc32e9d64fba9ace3e0be62e01af4cd2227ed00e538c8d944b75d6');
INSERT INTO spent_dropped VALUES (1, 0);
