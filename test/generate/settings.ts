import { envPrefixOf, ROOM_NAMES, ROOMS, type RoomName } from '../../services/rooms.ts';
import { FLAGS } from '../../services/settings/flags.ts';
import { FRAME, KNOWS, ORIGIN, SETTINGS, type Setting } from '../../services/settings/table.ts';

/** `spec/settings.md`: every setting of every room, from the table that the rooms read them by. */
export function writeSettings(): string {
  return `# Settings

Generated from \`services/settings/table.ts\` by \`npm run generate\`.

A setting is an environment variable. All of a room's are read and checked together when it starts; what is wrong is listed at
once, nothing is started, and the exit code is 3. \`npm start -- ROOM --check\` prints those that hold, without the secrets, and
starts nothing. An empty variable counts as one that is not set.

**Required** means: with \`--production\`. Without it everything has a default that works on one machine. A **secret** may also
stand in a file that \`VARIABLE_FILE\` names; outside of production those of 32 random bytes are made in \`DATA_DIR\` when they are
missing, readable by their owner alone.

Flags: ${Object.entries(FLAGS)
    .map(([flag, { sentence }]) => `\`${flag}\` (${sentence})`)
    .join(', ')}, \`--name NAME\` (of an attester beside the first one).

## Every room

${tableOf('attester', Object.values<Setting<unknown>>(FRAME))}
${ROOM_NAMES.map(sectionOf).join('')}`;
}

function sectionOf(room: RoomName): string {
  const rows = Object.values<Setting<unknown>>(SETTINGS).filter(({ rooms }) => rooms.includes(room));
  const { does, demonstration } = ROOMS[room];
  const note = demonstration ? ' For demonstration only: it refuses to start with `--production`.' : '';
  const others = KNOWS[room].map((other) => `\`${envPrefixOf(other)}_ORIGIN\``).join(', ');
  const known = others === '' ? '' : ` It also reads where others are: ${others}.`;
  return `
## ${room}

It ${does}.${note}${known}

${tableOf(room, [ORIGIN, ...rows])}`;
}

function tableOf(room: RoomName, rows: readonly Setting<unknown>[]): string {
  return `| variable | what it is | what it must be | when it is not set |
|---|---|---|---|
${rows.map((row) => `${rowOf(room, row)}\n`).join('')}`;
}

function rowOf(room: RoomName, row: Setting<unknown>): string {
  const variable = row.env.replace(/^ROOM_/, `${envPrefixOf(room)}_`);
  const { secret, beside } = row;
  const what = `${row.sentence}${secret ? ' (secret)' : ''}`;
  const must = [mustBe(row), ...(beside ? [`needed beside \`${beside}\``] : [])].filter((one) => one !== '');
  return `| \`${variable}\` | ${what} | ${must.join('; ')} | ${whenNotSet(room, row)} |`;
}

/** What the reader of a value says to a text that is none. */
function mustBe({ reads, readsInProduction }: Setting<unknown>): string {
  const sentence = (schema: typeof reads): string =>
    schema.safeParse('\u0000').error?.issues[0]?.message.replace(/^must be /, '') ?? '';
  const production = readsInProduction ? sentence(readsInProduction) : '';
  return production === '' ? sentence(reads) : `${sentence(reads)}; in production ${production}`;
}

function whenNotSet(room: RoomName, row: Setting<unknown>): string {
  if (row.secret === 'given') return '-';
  if (row.secret) return '**required**; else made';
  const text = row.byDefault?.({ room, env: {}, portBase: 4000, dataDir: 'DATA_DIR' }) ?? '';
  const shown = text === '' ? '-' : `\`${text}\``;
  if (!row.required) return shown;
  const unless = (row.unless ?? []).map((other) => `, or \`${other}\``).join('');
  return `**required**${unless}; else ${shown}`;
}
