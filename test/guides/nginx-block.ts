import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeNginxConfiguration } from '../../services/gateway/nginx-configuration.ts';
import { type Running, start } from '../gateway/programs.ts';
import { nginx } from '../gateway/start-nginx.ts';
import { guideText } from '../programs/guide-block.ts';

/**
 * Runs nginx by a block of a guide, out of `folder`. @param port where it then listens. @param own texts of the block that
 * are an operator's, and what stands in their place: each must be there.
 */
export async function startNginxBlock(
  name: string,
  {
    folder,
    port,
    own,
  }: { readonly folder: string; readonly port: number; readonly own: Readonly<Record<string, string>> },
): Promise<Running> {
  const servers = Object.entries(own).reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the block "${name}" has no "${from}"`);
      return text.replaceAll(from, to);
    },
    guideText(`${name.split(' ')[0]}.md`, name, 'nginx'),
  );
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, writeNginxConfiguration(folder, servers, process.getuid?.() === 0));
  return start(nginx as string, ['-p', folder, '-e', 'stderr', '-c', file], { port });
}
