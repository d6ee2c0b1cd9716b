PRAGMA user_version = 1;
CREATE TABLE witnessed (
    origin TEXT NOT NULL PRIMARY KEY,
    size INTEGER NOT NULL,
    root BLOB NOT NULL
  ) WITHOUT ROWID;
INSERT INTO witnessed VALUES ('log.example', 42, x'4813494d137e1631bba301d5acab6e7bb7aa74ce1185d456565ef51d737677b2');
