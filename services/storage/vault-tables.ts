// Public halves stay; destroying a key deletes its row of `key_secrets`. Rooms never share a key, even in one file.
// Histories have a table of their own, so that a process of an earlier version may still write to the same file.
export const VAULT_TABLES = `
  CREATE TABLE IF NOT EXISTS key_slots (
    room TEXT NOT NULL,
    epoch TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    public_key BLOB NOT NULL,
    truncated_id INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (room, epoch, threshold, generation)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS key_secrets (
    room TEXT NOT NULL,
    epoch TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (room, epoch, threshold, generation)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS key_histories (
    room TEXT NOT NULL,
    epoch TEXT NOT NULL,
    threshold INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    made_at INTEGER,
    retired_at INTEGER,
    PRIMARY KEY (room, epoch, threshold, generation)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS vault_seals (room TEXT NOT NULL PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;`;
