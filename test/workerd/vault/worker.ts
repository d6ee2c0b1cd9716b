// A key vault in an object, with the signer of Workers beside it: for tests of what it promises there.
import { DurableObject } from 'cloudflare:workers';
import type { Bytes, Epoch } from '@bauta/sdk/protocol';
import {
  answerPort,
  type DurableNamespace,
  type DurableState,
  durableSql,
  type PortAnswer,
} from '@bauta/sdk/stores/durable-object';
import { drawWithWebCrypto } from '../../../services/keys/draw-with-web-crypto.ts';
import { openRawRsaKey, type RawRsaKey, rawRsaSign } from '../../../services/keys/raw-rsa-signer.ts';
import { sqliteKeyVault } from '../../../services/storage/key-vault.ts';
import type { KeySlot } from '../../../services/storage/ports.ts';
import { readWire, writeWire } from '../../ports/objects/wire.ts';

/** What of a slot can leave the object. */
type TakenSlot = Omit<KeySlot, 'signer'>;

/** Unix seconds, as the test wants it. */
let time = 0;

function portOn(database: ReturnType<typeof durableSql>, keyEncryptionKey: Bytes): object {
  const vault = sqliteKeyVault<RawRsaKey>(database, {
    ...{ room: 'issuer', now: () => time, keyEncryptionKey, draw: drawWithWebCrypto, open: openRawRsaKey },
    signers: { sign: rawRsaSign, forget: () => {} },
    erase: () => {},
  });
  const taken = (slot: KeySlot | undefined): TakenSlot | undefined => {
    if (slot === undefined) return undefined;
    const { signer: _, ...rest } = slot;
    return rest;
  };
  return {
    ...vault,
    slot: async (...of: [number, Epoch, number]) => taken(await vault.slot(...of)),
    create: async (...of: [number, Epoch, number]) => taken(await vault.create(...of)),
    sign: async (threshold: number, epoch: Epoch, generation: number, blinded: Bytes) =>
      (await vault.slot(threshold, epoch, generation))?.signer.sign(blinded),
  };
}

export class VaultObject extends DurableObject {
  readonly #database;

  constructor(ctx: DurableState, env: unknown) {
    super(ctx, env);
    this.#database = durableSql(ctx.storage);
  }

  async ask(_: string, method: string, [kek, ...args]: readonly unknown[]): Promise<PortAnswer> {
    try {
      return await answerPort(portOn(this.#database, kek as Bytes), method, args);
    } catch (error) {
      return { mistake: error instanceof Error ? error.message : 'a fault' };
    }
  }
}

export default {
  async fetch(request: Request, { VAULT }: { readonly VAULT: DurableNamespace }): Promise<Response> {
    const { place, now, method, args } = readWire(await request.text()) as {
      place: string;
      now: number;
      method: string;
      args: unknown[];
    };
    time = now;
    const stub = VAULT.getByName(place) as VaultObject;
    return new Response(writeWire(await stub.ask('', method, args)));
  },
};
