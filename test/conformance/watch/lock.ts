import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ConfigurationFault } from '../exit-codes.ts';
import type { Text } from '../text.ts';

const LOCK_FILE = 'watch.lock';

interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

export interface LockGiven {
  readonly dir: string;
  /** ms */
  readonly now: () => number;
  /** Told that a lock was left behind by a watch that was ended. */
  readonly tell: (line: Text) => void;
}

const SAYS = {
  held: (path: string, { pid, since }: Holder): Text => ({
    en: `--out: another watch (process ${pid}, since ${since}) is at work there; ${path} says so`,
    fr: `--out\u00a0: une autre veille (processus ${pid}, depuis ${since}) y travaille\u00a0; ${path} le dit`,
  }),
  elsewhere: (path: string, { host, since }: Holder): Text => ({
    en: `--out: a watch on ${host}, since ${since}, holds this folder. If none is at work there, delete ${path}`,
    fr: `--out\u00a0: une veille sur ${host}, depuis ${since}, tient ce dossier. Si aucune n’y travaille, supprimez ${path}`,
  }),
  unreadable: (path: string): Text => ({
    en: `--out: ${path} cannot be read. If no other watch is at work there, delete it`,
    fr: `--out\u00a0: ${path} est illisible. Si aucune autre veille n’y travaille, supprimez-le`,
  }),
  stale: ({ pid, since }: Holder): Text => ({
    en: `A watch (process ${pid}, since ${since}) ended without closing this folder. It is taken over; no run in the history is lost.`,
    fr: `Une veille (processus ${pid}, depuis ${since}) s’est arrêtée sans fermer ce dossier. Il est repris\u00a0; aucun essai de l’historique n’est perdu.`,
  }),
};

/** Folders that this process holds: a process of the same number before a restart is not this one. */
const held = new Set<string>();

/**
 * One watch at a time in a folder.
 * @returns what gives the folder free again
 * @throws ConfigurationFault where another watch is at work there, or may be
 */
export function takeLock({ dir, now, tell }: LockGiven): () => void {
  const path = join(dir, LOCK_FILE);
  const own: Holder = { pid: process.pid, host: hostname(), since: new Date(now()).toISOString() };
  const ownText = JSON.stringify(own);
  if (!create(path, ownText)) {
    const found = readFileSync(path, 'utf8');
    const holder = parse(found);
    if (holder === undefined) throw new ConfigurationFault(SAYS.unreadable(path));
    if (holder.host !== own.host) throw new ConfigurationFault(SAYS.elsewhere(path, holder));
    if (isAtWork(holder.pid, path) || !clear(path, found, own.pid) || !create(path, ownText)) {
      throw new ConfigurationFault(SAYS.held(path, holder));
    }
    tell(SAYS.stale(holder));
  }
  held.add(path);
  return () => {
    if (!held.delete(path)) return;
    rmSync(path, { force: true });
  };
}

/** @returns false where there is one */
function create(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes a lock away that was left behind. @returns false where another was quicker: then what lies there is theirs */
function clear(path: string, seen: string, pid: number): boolean {
  const aside = `${path}.${pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return false;
  }
  const taken = readFileSync(aside, 'utf8');
  rmSync(aside);
  if (taken === seen) return true;
  create(path, taken);
  return false;
}

function parse(content: string): Holder | undefined {
  try {
    const { pid, host, since } = JSON.parse(content) as Partial<Holder>;
    const isWhole = Number.isSafeInteger(pid) && typeof host === 'string' && typeof since === 'string';
    return isWhole ? { pid: pid as number, host: host as string, since: since as string } : undefined;
  } catch {
    return undefined;
  }
}

function isAtWork(pid: number, path: string): boolean {
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
