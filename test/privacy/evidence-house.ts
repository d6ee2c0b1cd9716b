import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNoteSigner, formatNoteKey } from '@bauta/sdk/protocol';
import { openAttester } from '@bauta/services/attester/open-attester';
import { openIssuer } from '@bauta/services/issuer/open-issuer';
import { openLog } from '@bauta/services/log/open-log';
import { createLog } from '@bauta/services/log-events';
import { withTestAccess } from '@bauta/services/phone/demonstration';
import { createTestPki, type TestPki } from '@bauta/services/phone/test-pki';
import { FURTHER_ATTESTER, ROOMS } from '@bauta/services/rooms';
import { loadConfig } from '@bauta/services/settings/config';
import { parseFlags } from '@bauta/services/settings/flags';
import { secretFilesOnDisk } from '@bauta/services/settings/secret-files';
import { parseSigningKey } from '@bauta/services/settings/signing-key';
import type { Given, Standing } from '@bauta/services/standing';
import { exportJWK } from 'jose';
import { type House, openHouse, WEDNESDAY_NOON } from '../rooms/house.ts';
import { clientKeys, type fakeProvider, ISSUER, ROW } from '../unit/oidc/fake-provider.ts';

export type Provider = ReturnType<typeof fakeProvider>;

/** A house whose attesters take every kind of evidence that there is a source for. */
export interface EvidenceHouse extends House {
  /** The same house, seen by whoever goes to the second attester; absent unless there is one. */
  readonly second?: House;
  /** Who issues person identification data. */
  readonly pidPki: TestPki;
  /** Stops the first attester and starts it again, on the same files. */
  reopen(): Promise<void>;
  /** Stops it for good. */
  stop(): Promise<void>;
}

/** What is otherwise in it. */
export interface EvidenceHouseChoices {
  readonly provider: Provider;
  /** The settings beside those of evidence. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the second attester is called; there is none without. */
  readonly second?: string;
  /** Sees a copy of every exchange, as in any house. */
  readonly watch?: (request: Request, response: Response) => Promise<void>;
  /** Sees every answer that the provider gave, as text. */
  readonly hear?: (text: string) => void;
}

/** Opens it. The provider stands outside of the house; whatever is asked of its origin goes there. */
export async function openEvidenceHouse(choices: EvidenceHouseChoices): Promise<EvidenceHouse> {
  const { provider, env = {}, watch, hear = () => {} } = choices;
  const pidPki = await createTestPki(WEDNESDAY_NOON);
  const portBase = Number(env.PORT_BASE ?? 4000);
  const names = [`attester.localhost:${portBase + ROOMS.attester.offset}`];
  if (choices.second) names.push(`${choices.second}.localhost:${portBase + FURTHER_ATTESTER}`);
  let second: { readonly origin: string; readonly door: Standing } | undefined;
  const secondLines: string[] = [];
  let reopen = async (): Promise<void> => {};

  async function openOne(given: Given<'attester'>): Promise<Standing> {
    const { dataDir } = given.config;
    const pidTrustedList = join(dataDir, 'pid-list.json');
    writeFileSync(pidTrustedList, pidPki.trustedList);
    const known = await withTestAccess(given);
    const key = JSON.stringify(await exportJWK(clientKeys.privateKey));
    return openAttester({
      ...known,
      config: {
        ...known.config,
        pidTrustedList,
        oidcProviders: JSON.stringify([ROW]),
        oidcKey: parseSigningKey(key),
      },
      fetch: async (url, init) => {
        if (new URL(url instanceof Request ? url.url : url).origin !== ISSUER) return given.fetch(url, init);
        // The house's clock goes on while it is used; the library writes whole seconds of the machine's.
        provider.setNow(given.clock.now() + 1);
        const answer = await provider.fetch(url, init);
        hear(await answer.clone().text());
        return answer;
      },
    });
  }

  const configOfSecond = (dataDir: string, name: string) =>
    loadConfig(
      { ...env, DATA_DIR: dataDir },
      parseFlags(['attester', '--name', name, '--test-clock']),
      secretFilesOnDisk,
    ).of('attester');

  const house = await openHouse({ ...env, ATTESTERS: names.join(',') }, watch, {
    elsewhere: {
      async log(given) {
        if (choices.second)
          await addOperator(given.config.dataDir, configOfSecond(given.config.dataDir, choices.second));
        return openLog(given);
      },
      async attester(given) {
        const first = await openOne(given);
        reopen = async () => {
          await house.doors.get(house.origins.attester)?.close?.();
          house.doors.set(house.origins.attester, await openOne(given));
        };
        if (choices.second) {
          const config = configOfSecond(given.config.dataDir, choices.second);
          const log = createLog({
            room: 'attester',
            now: given.clock.now,
            write: (line) => void secondLines.push(line),
          });
          second = { origin: config.origin, door: await openOne({ ...given, config, log }) };
        }
        return first;
      },
      // It reads the second attester's keys at its start, when the house does not know that door yet.
      issuer: (given) =>
        openIssuer({
          ...given,
          fetch: async (url, init) => {
            const request = new Request(url, init);
            const isSecond = second?.origin === new URL(request.url).origin;
            return isSecond ? (second as { door: Standing }).door.fetch(request) : given.fetch(request);
          },
        }),
    },
  });
  const stop = async (): Promise<void> => {
    await house.doors.get(house.origins.attester)?.close?.();
    house.doors.delete(house.origins.attester);
  };
  const own = { pidPki, reopen, stop };
  if (!second) return { ...house, ...own };
  house.doors.set(second.origin, second.door);
  const logs = new Map([...house.logs, ['attester', secondLines] as const]);
  return { ...house, ...own, second: { ...house, logs, origins: { ...house.origins, attester: second.origin } } };
}

/** What the log's operator does by hand for an attester that joins (spec/guides/attesters.md). */
async function addOperator(dataDir: string, { name, seed }: Given<'attester'>['config']): Promise<void> {
  const { key } = await createNoteSigner(name, 'log', seed.reveal());
  const path = join(dataDir, 'log-operators.json');
  const row = { key: formatNoteKey(key), roles: ['attester'], names: [name] };
  writeFileSync(path, JSON.stringify([...JSON.parse(readFileSync(path, 'utf8')), row]));
}
