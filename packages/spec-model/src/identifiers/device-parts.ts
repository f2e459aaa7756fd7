/** Peripherals that a device can report, since PR1. */
export const PERIPHERAL_TYPES = ['gpu', 'display', 'camera', 'microphone', 'speaker'] as const;

/** Communication interfaces that a device can report, since PR1. */
export const INTERFACE_TYPES = ['ethernet', 'wifi', 'cellular', 'bluetooth', 'usb', 'canbus', 'rs232'] as const;
