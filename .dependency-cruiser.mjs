// Imports go one way: renderer → contract, core; engine → contract, core; inference → core; command line → engine, contract, core.

const only = (name, from, allowed, comment) => ({
  name, comment, severity: 'error',
  from: { path: from },
  to: { pathNot: [`(^|/)node_modules/`, from, ...allowed], dependencyTypesNot: ['core'] },
})

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', comment: 'A file or package that does not exist.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'declared-packages', comment: 'A package must be named in package.json, those that run at the user\'s unbundled under dependencies.',
      severity: 'error', from: { path: '^(core|electron)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/electron/' },
    },
    only('core-is-alone', '^core/', [], 'core imports only itself.'),
    {
      name: 'core-is-pure', comment: 'core uses no files, network or Node modules, and of packages only zod and apache-arrow.',
      severity: 'error', from: { path: '^core/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer'], pathNot: '(^|/)node_modules/(zod|apache-arrow)/' },
    },
    only('contract-on-core', '^electron/contract/', ['^core/'], 'The contract builds on core only.'),
    only('inference-on-core', '^electron/inference/', ['^core/'], 'The inference process builds on core only.'),
    only('engine-on-contract', '^electron/engine/', ['^electron/contract/', '^core/', '^electron/inference/(protocol|port|main)\\.ts$'],
      'The engine builds on contract, core and the protocol of the inference process.'),
    only('cli-on-engine', '^electron/cli/', ['^electron/engine/', '^electron/contract/', '^core/'], 'The command line builds on the engine.'),
    only('security-alone', '^electron/security/', [], 'Security rules are pure functions.'),
    only('hosts-on-engine', '^electron/(web|main)/', ['^electron/(engine|contract|security|inference)/', '^core/'], 'Web host and Electron shell put the engine together with a window.'),
    only('preload-alone', '^electron/preload/', ['^electron/contract/'], 'The preload is a small bridge.'),
    only('renderer-on-contract', '^renderer/', ['^electron/contract/', '^core/'], 'The renderer knows the contract and core.'),
    { name: 'tests-stay-outside', severity: 'error', from: { path: '^(core|electron|renderer)/' }, to: { path: '^(tests|build)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}
