import { readdirSync, readFileSync } from 'node:fs';
import type { Material } from './material.ts';
import { writeScene } from './write-scene.ts';

/** Published vectors of what is no part of the suite: names of hosts and EU wallets are read on Node alone. */
const ELSEWHERE: readonly string[] = ['rfc3492-samples', 'eu-wallet-official', 'eu-wallet-real'];

function readFolder(folder: string): Readonly<Record<string, unknown>> {
  const url = new URL(`../../${folder}/`, import.meta.url);
  const kinds = readdirSync(url)
    .filter((name) => name.endsWith('.json') && name !== 'schema.json')
    .map((name) => name.slice(0, -'.json'.length))
    .filter((name) => !ELSEWHERE.includes(name));
  return Object.fromEntries(
    kinds.map((kind) => [kind, JSON.parse(readFileSync(new URL(`${kind}.json`, url), 'utf8'))]),
  );
}

/** Everything that the suite is run on. */
export async function readMaterial(): Promise<Material> {
  return { spec: readFolder('spec/vectors'), published: readFolder('test/vectors'), scene: await writeScene() };
}
