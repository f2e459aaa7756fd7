import { library } from '../../tsup.base.js';

export default library({ index: 'src/index.ts', models: 'src/models.ts', positions: 'src/positions/index.ts' });
