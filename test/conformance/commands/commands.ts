import type { Command } from './command.ts';

/** Every command, loaded when it is asked for. */
export const COMMANDS = {
  site: async () => (await import('./run-target.ts')).runTarget('site'),
  issuer: async () => (await import('./run-target.ts')).runTarget('issuer'),
  wallet: async () => (await import('./run-target.ts')).runTarget('wallet'),
  watch: async () => (await import('./watch.ts')).watch,
  enrol: async () => (await import('./enrol.ts')).enrol,
  doctor: async () => (await import('./doctor.ts')).doctor,
  list: async () => (await import('./catalogue-commands.ts')).list,
  explain: async () => (await import('./catalogue-commands.ts')).explain,
  questions: async () => (await import('./catalogue-commands.ts')).questions,
  replay: async () => (await import('./replay.ts')).replay,
  pack: async () => (await import('./pack.ts')).pack,
  verify: async () => (await import('./proof-commands.ts')).verify,
  keygen: async () => (await import('./proof-commands.ts')).keygen,
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;

export type CommandName = keyof typeof COMMANDS;

export const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);
