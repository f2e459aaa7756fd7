import { library } from '../../tsup.base.js';

export default library({
  index: 'src/index.ts',
  client: 'src/client/index.ts',
  node: 'src/node/index.ts',
  signatures: 'src/signatures/index.ts',
});
