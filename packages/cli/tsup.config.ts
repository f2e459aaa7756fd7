import { copyFile } from 'node:fs/promises';
import { library } from '../../tsup.base.js';

export default library(
  {
    index: 'src/index.ts',
    margo: 'src/margo.ts',
    // Processes of the demo: started by path, so they are files of their own.
    'fleet-manager-process': 'src/demo/fleet-manager-process.ts',
    'device-process': 'src/demo/device-process.ts',
  },
  {
    // The CommonJS build has to find files beside itself too.
    shims: true,
    onSuccess: async () => copyFile('../../examples/three-charts/margo.yaml', 'dist/three-charts.yaml'),
  },
);
