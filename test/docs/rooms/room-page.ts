import { type ErrorCode, SENTENCES } from '@bauta/sdk/protocol';
import { escapeMarkup } from '../../figures/escape-markup.ts';
import { framePage } from '../page-frame.ts';
import {
  type Answer,
  type Content,
  doesOf,
  type Operation,
  type RoomDocument,
  type Route,
  routesOf,
} from './documents.ts';
import { writeSchema } from './schema.ts';

const PROBLEM = 'application/problem+json';

/** One room over HTTP: each route, what is sent, what is answered, what is refused, and the schemas they name. */
export function writeRoomPage(room: string, document: RoomDocument): string {
  const routes = routesOf(document);
  return framePage({
    title: `The ${room} over HTTP`,
    home: '../index.html',
    intro: `<p>It ${escapeMarkup(doesOf(room))}. This is spec/openapi/${room}.json, to be read.</p>`,
    places: [
      ...routes.map((route) => ({
        id: route.id,
        words: `${nameOf(route)} <span class="quiet">${escapeMarkup(route.operation.summary)}</span>`,
      })),
      { id: 'schemas', words: 'Schemas' },
    ],
    main: [...routes.map(writeRoute), writeSchemas(document)].join('\n'),
  });
}

function nameOf({ method, path }: Route): string {
  return `<span class="method">${method}</span> <code>${escapeMarkup(path).replaceAll('/', '/<wbr>')}</code>`;
}

function writeRoute(route: Route): string {
  const { id, operation } = route;
  return [
    `<section id="${id}">`,
    `<h2>${nameOf(route)}</h2>`,
    `<p>${escapeMarkup(operation.summary)}.</p>`,
    writeParameters(operation),
    writeBody(operation),
    writeAnswers(operation),
    writeRefusals(operation),
    '</section>',
  ].join('\n');
}

function writeParameters({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(
    ({ name, schema }) => `<li><code>${escapeMarkup(name)}</code>: ${writeSchema(schema)}</li>`,
  );
  return `<h3>In the address</h3><ul class="members">${rows.join('')}</ul>`;
}

function writeBody({ requestBody }: Operation): string {
  if (requestBody === undefined) return '';
  return `<h3>What is sent</h3><p>${escapeMarkup(requestBody.description)}</p>${writeContent(requestBody.content)}`;
}

function writeAnswers({ responses }: Operation): string {
  const rows = Object.entries(responses)
    .filter(([, answer]) => !isRefusal(answer))
    .map(
      ([status, { description, content = {} }]) =>
        `<div class="answer"><p><b>${status}</b> ${escapeMarkup(description)}</p>${writeContent(content)}</div>`,
    );
  return `<h3>What is answered</h3>${rows.join('\n')}`;
}

function writeRefusals({ responses }: Operation): string {
  const rows = Object.entries(responses)
    .filter(([, answer]) => isRefusal(answer))
    .flatMap(([status, { description }]) => description.split(', ').map((code) => writeRefusal(status, code)));
  if (rows.length === 0) return '';
  const head = ['Status', 'Code', 'Sentence'].map((cell) => `<th scope="col">${cell}</th>`).join('');
  return [
    `<h3>What is refused</h3><p>As <code>${PROBLEM}</code>: <a href="#schema-Problem">Problem</a>.</p>`,
    '<div class="wide" tabindex="0" role="group" aria-label="Refusals">',
    `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

/** @throws Error for a code that the protocol does not know. */
function writeRefusal(status: string, code: string): string {
  if (!Object.hasOwn(SENTENCES, code)) throw new Error(`${code} is no code`);
  const { en } = SENTENCES[code as ErrorCode];
  const link = `<a href="refusals.html#${code}"><code>${code.replaceAll('_', '_<wbr>')}</code></a>`;
  return `<tr><td>${status}</td><th scope="row">${link}</th><td>${escapeMarkup(en)}</td></tr>`;
}

function isRefusal({ content = {} }: Answer): boolean {
  return Object.hasOwn(content, PROBLEM);
}

/** What has no schema is said by its media type alone. */
function writeContent(content: Content): string {
  const groups = new Map<string, string[]>();
  for (const [type, { schema = {} }] of Object.entries(content)) {
    const shape = Object.keys(schema).length === 0 ? '' : `<ul class="members"><li>${writeSchema(schema)}</li></ul>`;
    groups.set(shape, [...(groups.get(shape) ?? []), `<code>${escapeMarkup(type)}</code>`]);
  }
  return [...groups].map(([shape, types]) => `<p class="quiet">As ${types.join(' or ')}</p>${shape}`).join('');
}

function writeSchemas({ components }: RoomDocument): string {
  const rows = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<h3 id="schema-${name}">${escapeMarkup(name)}</h3><ul class="members"><li>${writeSchema(schema)}</li></ul>`,
  );
  return `<section id="schemas"><h2>Schemas</h2>${rows.join('\n')}</section>`;
}
