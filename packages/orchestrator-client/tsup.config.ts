import { library } from '../../tsup.base.js';

export default library({ index: 'src/index.ts', node: 'src/serve/node.ts', sqlite: 'src/store/sqlite/index.ts' });
