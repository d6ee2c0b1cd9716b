import { describe, expect, it } from 'vitest';
import { findForbiddenImports, findImportCycles } from './imports.ts';
import { readFiles } from './sources.ts';

const sources = readFiles(/\.(ts|mjs|js)$/);

describe('who may import whom', () => {
  it('holds in the whole tree', () => {
    expect(sources.size).toBeGreaterThan(100);
    expect(findForbiddenImports(sources)).toEqual([]);
  });

  it('has no circles', () => {
    expect(findImportCycles(sources)).toEqual([]);
  });

  it.each([
    ['a room that imports another', 'services/issuer/a.ts', "import { x } from '../attester/grant.ts';"],
    ['a room that imports the composition', 'services/issuer/a.ts', "await import('../node.ts');"],
    ['the frame that imports a room', 'services/http/a.ts', "export * from '../issuer/issue.ts';"],
    ['anything that imports test', 'services/issuer/a.ts', "import '../../test/vectors/a.ts';"],
    [
      'the library that imports services',
      'sdk/protocol/a.ts',
      "import type { X } from '@bauta/services/settings/config';",
    ],
    ['the protocol that imports the verifier', 'sdk/protocol/a.ts', "import '../verifier/index.ts';"],
    ['the verifier that imports the client', 'sdk/verifier/a.ts', "import '../client/index.ts';"],
    ['the verifier that imports the gate', 'sdk/verifier/a.ts', "import '../gate/index.ts';"],
    ['the verifier that imports Node', 'sdk/verifier/a.ts', "import { hash } from 'node:crypto';"],
    ['the verifier that names the Node body', 'sdk/verifier/a.ts', "import '../protocol/crypto/node.ts';"],
    ['the verifier that imports a package', 'sdk/verifier/a.ts', "import { z } from 'zod';"],
    ['the gate that imports direct acceptance', 'sdk/gate/a.ts', "import '../eu-wallet/site/eu-wallet.ts';"],
    ['the gate that imports EU wallets', 'sdk/gate/a.ts', "import type { X } from '../eu-wallet/index.ts';"],
    ['EU wallets that import the gate', 'sdk/eu-wallet/a.ts', "import '../gate/method.ts';"],
    ['EU wallets that import direct acceptance', 'sdk/eu-wallet/a.ts', "import './site/eu-wallet.ts';"],
    ['the demo site by path', 'demo-site/a.ts', "import '../sdk/gate/hono.ts';"],
    ['the demo site that imports services', 'demo-site/a.ts', "import '../services/clock.ts';"],
    ['the SDK by its own name inside of it', 'sdk/gate/a.ts', "import '@bauta/sdk/verifier';"],
    ['the panel that imports a room', 'services/knows/a.ts', "import '../wallet/pages/dom.ts';"],
    ['a page of another room that imports the panel', 'services/phone/page/a.js', "import '../../knows/panel.ts';"],
    ['a page that imports Node', 'services/wallet/pages/a.ts', "import 'node:fs';"],
    ['a check that imports the SDK', 'test/conformance/checks/site/a.ts', "import '@bauta/sdk/protocol';"],
    ['a check that looks for itself', 'test/conformance/checks/site/a.ts', "import '../../collect/http/look-up.ts';"],
    ['a check that reads files', 'test/conformance/checks/site/a.ts', "import { readFileSync } from 'node:fs';"],
    ['a collector that imports the SDK', 'test/conformance/collect/a.ts', "import '@bauta/sdk/client';"],
    ['a report that looks for itself', 'test/conformance/report/a.ts', "import '../collect/run-plan.ts';"],
    ['the robot that takes the SDK by path', 'test/conformance/robot/a.ts', "import '../../../sdk/client/index.ts';"],
    ['the suite that imports a room', 'test/conformance/examine.ts', "import '@bauta/services/clock';"],
    ['a file outside of the tree', 'tools/a.ts', ''],
  ])('finds %s', (_, file, text) => {
    const planted = new Map([...[...sources.keys()].map((path): [string, string] => [path, '']), [file, text]]);
    expect(findForbiddenImports(planted)).toEqual([expect.stringContaining(`${file}: `)]);
  });

  it('finds a planted circle', () => {
    const planted = new Map([
      ['sdk/protocol/a.ts', "import type { B } from './b.ts';"],
      ['sdk/protocol/b.ts', "import { a } from './a.ts';"],
    ]);
    expect(findImportCycles(planted)).toEqual(['sdk/protocol/a.ts → sdk/protocol/b.ts → sdk/protocol/a.ts']);
  });
});
