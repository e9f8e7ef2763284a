#!/bin/busybox sh
# The first process of the virtual machine: the host's file system, read-only under a layer
# that is thrown away, then the system bus, bluetoothd, and the agent that runs errands.
b=/bin/busybox
$b mkdir -p /proc /sys /dev /host /layer /root
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
exec >/dev/ttyS0 2>&1
# Whoever started it may be killed and not switch it off.
( $b sleep 900; $b reboot -f ) &
for module in /modules/*; do $b insmod "$module" || echo "cannot load $module"; done
$b mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=loose,ro host /host
$b mount -t tmpfs layer /layer
$b mkdir /layer/upper /layer/work
$b mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work over /root
$b mount -t proc proc /root/proc
$b mount -t sysfs sys /root/sys
$b mount -t devtmpfs dev /root/dev
$b mkdir -p /root/dev/pts
$b mount -t devpts terminals /root/dev/pts
for folder in run var/lib/bluetooth; do
    $b mkdir -p /root/$folder
    $b mount -t tmpfs fresh /root/$folder
done
$b mkdir /root/run/dbus
. /settings
export PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
export PYTHONPATH="$repo"
$b chroot /root /usr/bin/dbus-daemon --system --nopidfile
$b chroot /root /usr/libexec/bluetooth/bluetoothd --nodetach &
$b chroot /root /usr/bin/btattach --bredr /dev/ttyS2 --protocol h4 --speed 115200 &
$b chroot /root /bin/sh -c 'cd "$1" && exec "$2" -m tests.qemu.agent' - "$repo" "$python"
echo "the agent ended with $?"
$b reboot -f
