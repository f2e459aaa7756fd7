export { callWrongly, type CallWronglyOptions, type WrongCall } from './call-wrongly.js';
export { signWrongly, type SignWronglyOptions, type WrongSignature } from './sign-wrongly.js';
export { createFakeDevice, type FakeDevice, type FakeDeviceAnswer, type FakeDeviceOptions } from './fake-device.js';
