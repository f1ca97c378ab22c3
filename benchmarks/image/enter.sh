# Runs a command in a root, in a mount namespace of its own: sh enter.sh ROOT USER WORKDIR DATA COMMAND...
# DATA: empty, the root may be written to, as when an image is built; otherwise a folder, the only place but /tmp that a
# container may write to.
set -eu
root=$1 user=$2 workdir=$3 data=$4
shift 4
mount --make-rprivate /
mount --bind "$root" "$root"
if [ -n "$data" ]; then
    mount --bind "$data" "$root/data"
    mount -o remount,bind,ro "$root"
    mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
    ip link set lo up
fi
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for one in null zero full random urandom; do
    touch "$root/dev/$one"
    mount --bind "/dev/$one" "$root/dev/$one"
done
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
exec chroot --userspec="$user:$user" --groups= "$root" /bin/sh -c 'cd "$0" && exec "$@"' "$workdir" "$@"
