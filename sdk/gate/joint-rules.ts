import { isPublicPath } from './policy.ts';
import { findFaintPairs, isLogoPath, type Theme } from './theme.ts';

/** The options that are judged together, each in order by itself. */
export interface Joined {
  readonly origin: string;
  readonly wallet: string;
  readonly publicPaths?: readonly string[];
  readonly canaries?: readonly string[];
  readonly contact?: string;
  readonly theme?: Theme;
  readonly testIssuer?: unknown;
}

interface JointRule {
  /** The options that it reads; the fault is put down to the first. */
  readonly of: readonly [keyof Joined, ...(keyof Joined)[]];
  /** A sentence for each fault, without any value. */
  readonly find: (options: Joined) => readonly string[];
}

const unless = (holds: boolean, sentence: string): readonly string[] => (holds ? [] : [sentence]);

/** What options must hold together: one row for each such rule. */
export const JOINT_RULES: readonly JointRule[] = [
  {
    of: ['wallet', 'origin'],
    find: ({ wallet, origin }) => unless(wallet !== origin, 'must be another origin than the site'),
  },
  {
    of: ['testIssuer', 'origin'],
    find: ({ testIssuer, origin }) =>
      unless(
        testIssuer === undefined || origin.startsWith('http:'),
        'lets everyone in, so it starts for an origin of http on localhost alone',
      ),
  },
  {
    of: ['canaries', 'publicPaths'],
    find: ({ canaries = [], publicPaths = [] }) =>
      unless(!canaries.some((path) => isPublicPath(path, publicPaths)), 'must be gated, and one of them is public'),
  },
  {
    of: ['contact', 'origin', 'publicPaths'],
    find: ({ contact, origin, publicPaths = [] }) =>
      unless(
        contact === undefined ||
          new URL(contact).origin !== origin ||
          isPublicPath(new URL(contact).pathname, publicPaths),
        'must be open to whoever is turned away: its path is not among publicPaths',
      ),
  },
  {
    of: ['theme', 'publicPaths'],
    find: ({ theme: { logo = '' } = {}, publicPaths = [] }) =>
      unless(
        !isLogoPath(logo) || isPublicPath(logo, publicPaths),
        'the logo is gated: its path is not among publicPaths',
      ),
  },
  { of: ['theme'], find: ({ theme = {} }) => findFaintPairs(theme) },
];
