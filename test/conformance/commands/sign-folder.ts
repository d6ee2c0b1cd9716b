import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationFault } from '../exit-codes.ts';
import { formatEnvelope } from '../report/sign/dsse.ts';
import { RefusedKey, readPrivateKey } from '../report/sign/signing-key.ts';
import { STATEMENT_FILE, signReport } from '../report/sign/statement.ts';
import {
  MOST_ANSWER,
  RefusedTimestamp,
  requestTimestamp,
  type SendQuery,
  TIMESTAMP_FILE,
} from '../report/sign/timestamp.ts';
import type { Text } from '../text.ts';
import type { Report } from '../verdict/report.ts';

/**
 * Signs a report that is written, with its evidence, into `report.dsse.json`, and has that stamped into `report.tsr`
 * where an authority is named. @throws ConfigurationFault that names the flag
 */
export async function signFolder(
  folder: string,
  keyPath: string,
  timestamp: string | undefined,
  report: Report,
): Promise<void> {
  const readFile = (name: string): Uint8Array => readFileSync(join(folder, name));
  const envelope = Buffer.from(formatEnvelope(signReport(report, readFile, readKey(keyPath))));
  writeFileSync(join(folder, STATEMENT_FILE), envelope);
  if (timestamp !== undefined) writeFileSync(join(folder, TIMESTAMP_FILE), await stamp(envelope, timestamp));
}

/** @throws ConfigurationFault */
export function readKey(path: string): ReturnType<typeof readPrivateKey> {
  try {
    return readPrivateKey(readFileSync(path, 'utf8'));
  } catch (error) {
    const why =
      error instanceof RefusedKey ? error.text : { en: `${path} cannot be read`, fr: `${path} est illisible` };
    throw new ConfigurationFault({ en: `--sign: ${why.en}`, fr: `--sign\u00a0: ${why.fr}` });
  }
}

async function stamp(envelope: Uint8Array, url: string): Promise<Uint8Array> {
  try {
    return await requestTimestamp({ envelope, url, send, random: randomBytes });
  } catch (error) {
    const silent: Text = { en: `${url} does not answer.`, fr: `${url} ne répond pas.` };
    const why = error instanceof RefusedTimestamp ? error.text : silent;
    throw new ConfigurationFault({
      en: `--timestamp: ${why.en} The report and its signature are written, without a timestamp.`,
      fr: `--timestamp\u00a0: ${why.fr} Le rapport et sa signature sont écrits, sans horodatage.`,
    });
  }
}

const send: SendQuery = async (url, { type, body }) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': type },
    body: Uint8Array.from(body),
    redirect: 'error',
    signal: AbortSignal.timeout(30_000),
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: await readAtMost(answer, MOST_ANSWER),
  };
};

/** One byte more than allowed says that there is more. */
async function readAtMost(answer: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) break;
  }
  return Buffer.concat(chunks).subarray(0, most + 1);
}
