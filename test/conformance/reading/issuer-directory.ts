/** Where RFC 9578 §4 has the keys of an issuer. */
export const DIRECTORY_PATH = '/.well-known/private-token-issuer-directory';
export const DIRECTORY_TYPE = 'application/private-token-issuer-directory';
/** Publicly verifiable tokens of RFC 9578: blind RSA with 2,048 bits. */
const BLIND_RSA = 2;

/** A key as it is listed. Absent what the list does not say, or says in another type. */
export interface ListedKey {
  readonly tokenType: number;
  /** As it stands there, base64url. */
  readonly text: string;
  readonly spki: Uint8Array;
  /** Unix seconds. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** Years. */
  readonly threshold?: number;
  /** `2026-W47` */
  readonly epoch?: string;
  readonly generation?: number;
}

export interface ReadDirectory {
  readonly requestUri?: string;
  readonly batchSize?: number;
  readonly keys: readonly ListedKey[];
  /** The proof of each epoch's entry in a log; absent where no log is named. */
  readonly proofs?: Readonly<Record<string, string>>;
}

/** Reads a directory leniently: what is wrong with it is somebody else's to say. @returns undefined where it is none */
export function readIssuerDirectory(text: string): ReadDirectory | undefined {
  const read = parse(text);
  if (!isObject(read) || !Array.isArray(read['token-keys'])) return undefined;
  const requestUri = read['issuer-request-uri'];
  const batchSize = read['batch-size'];
  const { proof } = read;
  return {
    ...(typeof requestUri === 'string' ? { requestUri } : {}),
    ...(typeof batchSize === 'number' ? { batchSize } : {}),
    keys: read['token-keys'].filter(isObject).map(readKey),
    ...(isObject(proof) ? { proofs: texts(proof) } : {}),
  };
}

/** Keys for tokens that anybody can verify. */
export function blindRsaKeys({ keys }: ReadDirectory): readonly ListedKey[] {
  return keys.filter(({ tokenType }) => tokenType === BLIND_RSA);
}

/** A key's place: age, week and generation, as far as they are said; else its times. */
export function slotOf({ threshold, epoch, notBefore, notAfter }: ListedKey): string {
  return epoch === undefined ? `${notBefore ?? '?'}–${notAfter ?? '?'}` : `${threshold ?? '?'}/${epoch}`;
}

type Fields = Readonly<Record<string, unknown>>;

function readKey(key: Fields): ListedKey {
  const text = typeof key['token-key'] === 'string' ? key['token-key'] : '';
  const numbers = { notBefore: key['not-before'], notAfter: key['not-after'], threshold: key.threshold };
  const all = { ...numbers, generation: key.generation };
  return {
    tokenType: typeof key['token-type'] === 'number' ? key['token-type'] : -1,
    text,
    spki: new Uint8Array(Buffer.from(text, 'base64url')),
    ...Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value === 'number')),
    ...(typeof key.epoch === 'string' ? { epoch: key.epoch } : {}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const texts = (value: Fields): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
