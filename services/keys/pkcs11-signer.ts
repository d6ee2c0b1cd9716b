import { constants, createHash, createPublicKey, type KeyObject, publicEncrypt } from 'node:crypto';
import { AgeError, type Bytes, check, formatHex, isEqual, type Slot, writeTokenKey } from '@bauta/sdk/protocol';
import type { RawSigner } from '../storage/ports.ts';
import { checkBlinded } from './check-blinded.ts';
import type { Pkcs11Program } from './pkcs11-program.ts';
import { modulusOf } from './token-key-pair.ts';

/** A key whose private half is in a token and never leaves it. */
export interface Pkcs11Key {
  /** 32 hexadecimal digits: with the label of its slot what it is found by. */
  readonly id: string;
  /** The canonical SPKI, 342 bytes. */
  readonly publicKey: Bytes;
  /** SHA-256 of the SPKI, 32 bytes. */
  readonly keyId: Bytes;
  readonly signer: RawSigner;
}

/**
 * The keys of one room in a token. A token knows nothing of transactions: which id is the key of a slot, and that there
 * is one only, is for the store beside it to say. Every method throws AgeError ERR_STORE_UNAVAILABLE when the token is
 * away or refuses. Slow: each act starts a process and logs in (spec/guides/hsm.md has figures).
 */
export interface Pkcs11Keys {
  /** The key of a slot and an id; undefined when there is none or its private half is destroyed. */
  slot(slot: Slot, id: string): Promise<Pkcs11Key | undefined>;
  /** A new key, RSA-2048 with e = 65537. @throws AgeError ERR_FAULT when the token would let its private half out. */
  create(slot: Slot): Promise<Pkcs11Key>;
  /** Destroys both halves, the private one first, and looks that they are gone. Again, or on none: no fault. */
  destroy(slot: Slot, id: string): Promise<void>;
}

/** What a key is found by. */
interface Name {
  readonly label: string;
  /** As `Pkcs11Key.id`. */
  readonly id: string;
}

const MODULUS_BITS = 2048;
const EXPONENT = 65537n;
const padding = constants.RSA_NO_PADDING;
/** What the program prints of a private half that never was outside and cannot be read. */
const LOCKED_IN = ['sensitive', 'always sensitive', 'never extractable', 'local'];

/** @param room whose keys. @param random so many random bytes. */
export function pkcs11Keys(
  program: Pkcs11Program,
  { room, random }: { readonly room: 'attester' | 'issuer'; readonly random: (length: number) => Bytes },
): Pkcs11Keys {
  const named = ({ epoch, threshold, generation }: Slot, id: string): Name => {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new TypeError('not the id of a key in a token');
    return { label: `bauta-${room}-${epoch}-${threshold}-${generation}`, id };
  };
  const argsOf = ({ label, id }: Name): readonly string[] => ['--label', label, '--id', id];

  async function demand(args: readonly string[], cause: string): Promise<Bytes> {
    const output = await program.run(args);
    if (output === undefined) throw new AgeError('ERR_STORE_UNAVAILABLE', cause);
    return output;
  }

  /** The lines that the program prints of one half; undefined when there is none. Older programs list every key. */
  async function listed(type: 'privkey' | 'pubkey', { label, id }: Name): Promise<readonly string[] | undefined> {
    const found = ['--list-objects', '--type', type, ...argsOf({ label, id })];
    const output = await demand(found, 'the token did not list its keys');
    const objects = Buffer.from(output)
      .toString('latin1')
      .split(/^(?=\S)/m)
      .map((object) => object.split('\n').map((line) => line.trim().replace(/:\s+/, ': ')));
    return objects.find((lines) => lines.includes(`label: ${label}`) && lines.includes(`ID: ${id}`));
  }

  async function readKey(name: Name): Promise<Pkcs11Key> {
    const der = await demand(['--read-object', '--type', 'pubkey', ...argsOf(name)], 'the token showed no public key');
    const { key, publicKey } = readPublicKey(der);
    return { id: name.id, publicKey, keyId: keyIdOf(publicKey), signer: { sign } };

    async function sign(blinded: Bytes): Promise<Bytes> {
      checkBlinded(blinded, publicKey);
      const signature = await program.run(['--sign', '--mechanism', 'RSA-X-509', ...argsOf(name)], blinded);
      if (signature === undefined) {
        check((await listed('privkey', name)) !== undefined, 'ERR_SLOT', 'the private key of this slot is destroyed');
        throw new AgeError('ERR_STORE_UNAVAILABLE', 'the token did not sign');
      }
      // RSAVP1: a computation that went wrong gives the key away, and a program may print anything.
      check(isSignature(key, signature, blinded), 'ERR_FAULT', 'a signature came out wrong');
      return signature;
    }
  }

  async function destroy(slot: Slot, id: string): Promise<void> {
    const name = named(slot, id);
    for (const type of ['privkey', 'pubkey'] as const) {
      if ((await listed(type, name)) === undefined) continue;
      await demand(['--delete-object', '--type', type, ...argsOf(name)], 'the token did not destroy a key');
      const isGone = (await listed(type, name)) === undefined;
      check(isGone, 'ERR_STORE_UNAVAILABLE', 'the token still has a key that it has destroyed');
    }
  }

  return {
    async slot(slot, id) {
      const name = named(slot, id);
      return (await listed('privkey', name)) === undefined ? undefined : readKey(name);
    },
    async create(slot) {
      const id = formatHex(random(16));
      const name = named(slot, id);
      const kind = ['--key-type', `RSA:${MODULUS_BITS}`, '--usage-sign', '--sensitive'];
      await demand(['--keypairgen', ...kind, ...argsOf(name)], 'the token did not make a key');
      const access = (await listed('privkey', name))?.find((line) => line.startsWith('Access: ')) ?? '';
      if (!LOCKED_IN.every((promise) => access.slice(8).split(', ').includes(promise))) {
        await destroy(slot, id);
        throw new AgeError('ERR_FAULT', 'the token would let the private key out');
      }
      return readKey(name);
    },
    destroy,
  };
}

/** SubjectPublicKeyInfo or, of older programs, RSAPublicKey. @throws AgeError ERR_FAULT unless it is a key for tokens. */
function readPublicKey(der: Bytes): { readonly key: KeyObject; readonly publicKey: Bytes } {
  for (const type of ['spki', 'pkcs1'] as const) {
    try {
      const key = createPublicKey({ key: Buffer.from(der), format: 'der', type });
      const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
      if (modulusLength !== MODULUS_BITS || publicExponent !== EXPONENT) break;
      return { key, publicKey: writeTokenKey(modulusOf(key)) };
    } catch {
      // The other form, perhaps.
    }
  }
  throw new AgeError('ERR_FAULT', 'the token made no key of RSA-2048 with e = 65537');
}

function isSignature(key: KeyObject, signature: Bytes, blinded: Bytes): boolean {
  try {
    return signature.length === blinded.length && isEqual(publicEncrypt({ key, padding }, signature), blinded);
  } catch {
    return false;
  }
}

function keyIdOf(publicKey: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(publicKey).digest());
}
