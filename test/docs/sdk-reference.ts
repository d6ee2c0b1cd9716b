import { join } from 'node:path';
import { ERROR_STATUS } from '@bauta/sdk/protocol';
import {
  Application,
  Comment,
  JSX,
  Logger,
  LogLevel,
  type ProjectReflection,
  ReferenceType,
  ReflectionKind,
  type TypeDocOptions,
  UnionType,
} from 'typedoc';
import type { EntryPoint } from './entry-points.ts';

const SDK = join(import.meta.dirname, '../../sdk');

const OPTIONS: TypeDocOptions = {
  name: '@bauta/sdk',
  readme: 'none',
  tsconfig: join(SDK, 'tsconfig.json'),
  basePath: SDK,
  // `npm run types` judges the types; here that would take a minute more.
  skipErrorChecking: true,
  // As programs name it: `gate/hono.html`.
  router: 'structure',
  customCss: join(import.meta.dirname, 'sdk-look.css'),
  lightHighlightTheme: 'github-light-high-contrast',
  darkHighlightTheme: 'github-dark-high-contrast',
  sortEntryPoints: false,
  excludeExternals: true,
  excludePrivate: true,
  includeVersion: false,
  hideGenerator: true,
  // Where sources lie on the net is not said yet: they are named, and not linked.
  disableGit: true,
  sourceLinkTemplate: '#',
  // Nothing leads to the documentation of others by itself.
  externalSymbolLinkMappings: { global: { '*': '#' }, typescript: { '*': '#' }, '@types/node': { '*': '#' } },
  // In a docstring `protocol.md` is a file, and `https://name` an example.
  markdownItOptions: { html: false, linkify: false },
  validation: { invalidLink: true, invalidPath: true, notExported: true, rewrittenLink: true, notDocumented: false },
  intentionallyNotExported: ['NOT_IN_FILE'],
};

/** Keeps what typedoc has to say instead of printing it. */
class Faults extends Logger {
  readonly sentences: string[] = [];

  override log(message: string, level: LogLevel): void {
    super.log(message, level);
    if (level >= LogLevel.Warn) this.sentences.push(message);
  }
}

/**
 * Writes the reference of these entry points by typedoc. What is in the folder goes.
 * @returns what is wrong with the docstrings, a sentence each; empty when everything that is named was found.
 */
export async function writeSdkReference(entries: readonly EntryPoint[], out: string): Promise<readonly string[]> {
  const app = await Application.bootstrap({ ...OPTIONS, entryPoints: entries.map(({ source }) => source) });
  const faults = new Faults();
  app.logger = faults;
  const project = await app.convert();
  if (project === undefined) return faults.sentences;
  introduce(project, entries);
  forgetSourceLinks(project);
  nameErrorCodes(project);
  app.validate(project);
  app.renderer.hooks.on('body.begin', (context) =>
    JSX.createElement(
      'p',
      { class: 'trail' },
      JSX.createElement('a', { href: context.relativeURL('../index.html') as string }, 'Bauta: reference'),
    ),
  );
  await app.generateDocs(project, out);
  return faults.sentences;
}

/** Gives each entry point its sentence, and the line that imports it. */
function introduce(project: ProjectReflection, entries: readonly EntryPoint[]): void {
  for (const { name, does } of entries) {
    const module = project.getChildByName([name]);
    if (module === undefined) continue;
    const line = `\`\`\`ts\nimport { … } from '@bauta/sdk/${name}';\n\`\`\``;
    module.comment = new Comment([
      { kind: 'text', text: `${does}\n\n` },
      { kind: 'code', text: line },
    ]);
  }
}

/** The compiler forgets the name of a type that is made of the keys of a table, and lists a hundred codes instead. */
function nameErrorCodes(project: ProjectReflection): void {
  const name = project.getChildByName('protocol.ErrorCode');
  if (name === undefined) throw new Error('the type of all codes is no longer where it was');
  for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
    if (!(reflection.isDeclaration() || reflection.isSignature() || reflection.isParameter())) continue;
    if (reflection === name || reflection.type?.type !== 'union') continue;
    const others = reflection.type.types.filter((one) => !(one.type === 'literal' && CODES.has(one.value)));
    if (reflection.type.types.length - others.length < CODES.size) continue;
    const named = ReferenceType.createResolvedReference(name.name, name, project);
    reflection.type = others.length === 0 ? named : new UnionType([named, ...others]);
  }
}

const CODES: ReadonlySet<unknown> = new Set(Object.keys(ERROR_STATUS));

function forgetSourceLinks(project: ProjectReflection): void {
  for (const reflection of project.getReflectionsByKind(ReflectionKind.All)) {
    if (!(reflection.isDeclaration() || reflection.isSignature())) continue;
    for (const source of reflection.sources ?? []) delete source.url;
  }
}
