/** What a film site shows: pictures and films, and the lists of pieces by which films are streamed. */
export type MediaKind = 'video' | 'audio' | 'playlist' | 'image';

const TYPES: readonly (readonly [start: RegExp, MediaKind])[] = [
  [/^(application|audio)\/(vnd\.apple\.|x-)?mpegurl/, 'playlist'],
  [/^application\/dash\+xml/, 'playlist'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/^image\//, 'image'],
];

/** By a `content-type`. */
export function kindOfType(type: string | undefined): MediaKind | undefined {
  const name = type?.trim().toLowerCase() ?? '';
  return TYPES.find(([start]) => start.test(name))?.[1];
}

const EXTENSIONS: Readonly<Record<MediaKind, readonly string[]>> = {
  video: ['mp4', 'm4v', 'webm', 'mov', 'mkv', 'avi', 'flv', 'ogv', 'ts', 'm4s', 'mpg', 'mpeg', '3gp'],
  audio: ['mp3', 'm4a', 'ogg', 'oga', 'wav', 'aac', 'flac', 'opus'],
  playlist: ['m3u8', 'mpd'],
  image: ['jpg', 'jpeg', 'png', 'gif', 'webp', 'avif', 'bmp', 'jxl', 'heic', 'svg'],
};

/** What a media address can end with. */
export const MEDIA_EXTENSIONS: readonly string[] = Object.values(EXTENSIONS).flat();

/** By the end of an address's path. A `.ts` is a piece of a film only beside a number: programs end so too. */
export function kindOfAddress(url: string): MediaKind | undefined {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  const extension = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase();
  if (extension === undefined || (extension === 'ts' && !/\d\.ts$/i.test(path))) return undefined;
  return (Object.keys(EXTENSIONS) as MediaKind[]).find((kind) => EXTENSIONS[kind].includes(extension));
}

interface Magic {
  readonly at: number;
  readonly text: string;
  readonly kind: MediaKind;
}

/** The first bytes of each format, as Latin-1. */
const MAGIC: readonly Magic[] = [
  { at: 4, text: 'ftypavif', kind: 'image' },
  { at: 4, text: 'ftypheic', kind: 'image' },
  { at: 4, text: 'ftyp', kind: 'video' },
  { at: 4, text: 'styp', kind: 'video' },
  { at: 4, text: 'moof', kind: 'video' },
  { at: 0, text: '\x1a\x45\xdf\xa3', kind: 'video' },
  { at: 0, text: 'FLV\x01', kind: 'video' },
  { at: 0, text: 'OggS', kind: 'audio' },
  { at: 0, text: 'ID3', kind: 'audio' },
  { at: 0, text: '#EXTM3U', kind: 'playlist' },
  { at: 0, text: '\xff\xd8\xff', kind: 'image' },
  { at: 0, text: '\x89PNG\r\n', kind: 'image' },
  { at: 0, text: 'GIF8', kind: 'image' },
  { at: 8, text: 'WEBP', kind: 'image' },
  { at: 8, text: 'AVI ', kind: 'video' },
];

/** By the bytes themselves. */
export function kindOfBytes(bytes: Uint8Array): MediaKind | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const found = MAGIC.find(({ at, text }) => start.startsWith(text, at))?.kind;
  if (found !== undefined) return found;
  // MPEG transport stream: a sync byte every 188.
  return bytes[0] === 0x47 && bytes[188] === 0x47 && bytes[376] === 0x47 ? 'video' : undefined;
}

const DECORATION =
  /(^|[/_.-])(icons?|logos?|favicon|apple-touch|sprites?|flags?|badges?|brand|avatar|spinner|loader|placeholder|blank|pixel|spacer|rta|asacp|mask|marks?|payment|bank)([/_.-]|\d|$)/i;

/** A name that says that it is a mark of the site and not what the site shows; data addresses too. */
export function isDecoration(url: string): boolean {
  if (/^data:/i.test(url)) return true;
  const path = url.split(/[?#]/, 1)[0] ?? '';
  return DECORATION.test(path.replace(/^[a-z]+:\/\/[^/]*/i, '')) || /\.ico$/i.test(path);
}
