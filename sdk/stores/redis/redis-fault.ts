import { AgeError } from '../../protocol/errors.ts';

/** How Redis begins an error answer, and what it means to the operator. */
const SENTENCES: Readonly<Record<string, string>> = {
  NOREPLICAS: 'Redis: too few replicas are in touch to take a write',
  READONLY: 'Redis: this is a replica',
  LOADING: 'Redis: it is still loading its data',
  MISCONF: 'Redis: it cannot write to its disk',
  OOM: 'Redis: its memory is full',
  CLUSTERDOWN: 'Redis: part of the cluster is down',
  MASTERDOWN: 'Redis: the replica has lost its master',
  TRYAGAIN: 'Redis: the keys are being moved',
  MOVED: 'Redis: the keys were moved',
  ASK: 'Redis: the keys are being moved',
  BUSY: 'Redis: a script is blocking it',
  UNBLOCKED: 'Redis: the master became a replica',
  NOAUTH: 'Redis: it asks for a password',
  WRONGPASS: 'Redis: the user name or password is wrong',
  NOPERM: 'Redis: this user may not do that',
  WRONGTYPE: 'Redis: something else lies under that key',
};

/** How the client's own errors are named. */
const CLIENT_SENTENCES: Readonly<Record<string, string>> = {
  ClientClosedError: 'the client is closed',
  DisconnectsClientError: 'the client is closed',
  ClientOfflineError: 'Redis is not connected',
  SocketClosedUnexpectedlyError: 'the connection to Redis broke',
  SocketTimeoutError: 'the connection to Redis went silent',
  TimeoutError: 'Redis did not answer in time',
  RootNodesUnavailableError: 'no node of the cluster can be reached',
};

/**
 * What a store says when it cannot know: the door stays shut. The cause is a sentence of ours for how the error begins;
 * the rest of an error may quote a key, an address or an argument, and is left out.
 */
export function redisFault(error: unknown): AgeError {
  if (error instanceof AgeError) return error;
  if (!(error instanceof Error)) return new AgeError('ERR_STORE_UNAVAILABLE', 'Redis: it failed');
  const first = /^[A-Z]+/.exec(error.message)?.[0] ?? '';
  const cause = lookUp(SENTENCES, first) ?? lookUp(CLIENT_SENTENCES, error.constructor.name) ?? 'Redis: it failed';
  return new AgeError('ERR_STORE_UNAVAILABLE', cause);
}

function lookUp(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
