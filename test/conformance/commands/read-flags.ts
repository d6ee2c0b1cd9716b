import { type ParseArgsConfig, parseArgs } from 'node:util';
import { ConfigurationFault } from '../exit-codes.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Read<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/** What a command is told. @throws ConfigurationFault naming a flag that there is not, or that lacks its value */
export function readFlags<const T extends Options>(command: string, args: readonly string[], options: T): Read<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const flag = /'(-[^' ]*)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new ConfigurationFault({
      en: `${command}: ${flag ?? 'a flag'} is unknown or lacks its value; see: help`,
      fr: `${command}\u00a0: ${flag ?? 'une option'} est inconnue ou il lui manque sa valeur\u00a0; voir\u00a0: help`,
    });
  }
}
