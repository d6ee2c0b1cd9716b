import { type StockedToken, stockTime, usableTokens } from '@bauta/sdk/client';
import { type KeyLog, openKeyLog } from '@bauta/sdk/log';
import { type Bytes, type DirectoryKey, formatHex, formatNoteKey, keyFor, readDirectory } from '@bauta/sdk/protocol';
import { createKeyDirectory, type KeyDirectory } from '@bauta/sdk/verifier';
import { signingSlot } from '../../../services/keys/slots.ts';
import { figure } from '../../ports/figures.ts';
import { outcome } from '../../ports/refusals.ts';
import { LOG, WITNESSES } from '../ground.ts';
import { LOG_URL, type LogGround } from '../log-ground.ts';
import { HOLDER, type Instance } from './issuer.ts';
import { labelOf, type OracleKey } from './oracle.ts';

/** A site: what it knows of the issuer's keys, by its own clock. */
export interface Site {
  readonly skew: number;
  /** Reads from an instance. @returns whether that went well. */
  refresh(from: Instance, now: number): Promise<boolean>;
  takes(keyId: Bytes, now: number): boolean;
}

/** A token in stock: its key, and what the wallet knows of it. */
export interface Minted extends StockedToken {
  readonly keyId: Bytes;
}

export interface Wallet {
  readonly skew: number;
  readonly stock: Minted[];
  /** A token of that week, by a directory that one instance shows and the signature of another: or why there is none. */
  mint(slot: Pick<OracleKey, 'threshold' | 'week'>, from: Instance, by: Instance, now: number): Promise<string>;
  /** What may answer a site's challenge. */
  usable(threshold: number, now: number, issuedAt: number): readonly Minted[];
}

function openLogOf(ground: LogGround): Promise<KeyLog> {
  const witnesses = WITNESSES.map(({ key }) => formatNoteKey(key));
  return openKeyLog({ url: LOG_URL, key: formatNoteKey(LOG.key), witnesses, fetch: (url) => ground.fetch(url) });
}

export async function openSite(ground: LogGround, skew: number): Promise<Site> {
  const keyLog = await openLogOf(ground);
  let source: Instance;
  const directory: KeyDirectory = createKeyDirectory({
    issuer: HOLDER.name,
    fetch: async () => new Response(source.directory()),
    prove: (read, now) => keyLog.prove(HOLDER, read, now),
  });
  return {
    skew,
    async refresh(from, now) {
      source = from;
      return directory.refresh(now).then(
        () => true,
        () => false,
      );
    },
    takes(keyId, now) {
      try {
        return formatHex(directory.find(keyId, now).key.id) === formatHex(keyId);
      } catch {
        return false;
      }
    },
  };
}

export async function openWallet(ground: LogGround, skew: number): Promise<Wallet> {
  const keyLog = await openLogOf(ground);
  const stock: Minted[] = [];
  let count = 0;

  async function ask({ threshold, week }: Pick<OracleKey, 'threshold' | 'week'>, from: Instance, now: number) {
    const directory = await readDirectory(from.directory(), HOLDER.name);
    const { keys } = await keyLog.prove(HOLDER, directory, now);
    return keyFor({ ...directory, keys }, { threshold, epoch: labelOf(week) }, now, 'asks');
  }

  return {
    skew,
    stock,
    async mint(slot, from, by, now) {
      const key = await outcome(ask(slot, from, now));
      if (typeof key === 'string') return key;
      return outcome(async () => {
        const signing = signingSlot(by.book.slots(by.now()), key.key.truncatedId, by.now());
        if (!signing || formatHex(signing.keyId) !== formatHex(key.key.id)) return 'ERR_REQUEST_MALFORMED';
        await signing.signer.sign(new Uint8Array(256));
        stock.push(tokenOf(key, now));
        return 'minted';
      });
    },
    usable: (threshold, now, issuedAt) => usableTokens(stock, threshold, stockTime(now, issuedAt)),
  };

  function tokenOf({ epoch, threshold, key }: DirectoryKey, minted: number): Minted {
    return { id: figure(count++), epoch, threshold, minted, keyId: key.id };
  }
}
