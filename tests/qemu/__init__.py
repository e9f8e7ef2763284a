"""Bluetooth for real: a Linux kernel, bluetoothd and bleak in a virtual machine."""
