#!/bin/bash
# Slurm cluster of two nodes on one machine, for tests. Needs root and Debian's packages slurm-wlm and munge:
#
#   tools/slurm/cluster.sh up FOLDER          start it; then `export SLURM_CONF=FOLDER/slurm.conf`
#   tools/slurm/cluster.sh kill FOLDER n1     kills a node with all its processes
#   tools/slurm/cluster.sh node FOLDER n1     starts the node again
#   tools/slurm/cluster.sh down FOLDER        stop it
#
# Each node has its own PID and host name namespaces: killing their first process kills the node.
set -euo pipefail

command=${1:?up, kill, node or down}
folder=${2:?a folder}
export SLURM_CONF=$folder/slurm.conf
PATH=$PATH:/usr/sbin
port=${TWEEDIE_SLURM_PORT:-16817}

write_conf() {
  cat > "$SLURM_CONF" <<CONF
ClusterName=tweedie
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
SlurmdParameters=config_overrides
SlurmdTimeout=10
KillWait=2
ReturnToService=2
JobRequeue=1
MaxArraySize=${TWEEDIE_SLURM_ARRAY:-1001}
NodeName=n1 NodeHostname=n1 NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=2 State=UNKNOWN
NodeName=n2 NodeHostname=n2 NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=2 State=UNKNOWN
PartitionName=main Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP
CONF
}

start_node() {
  mkdir -p "$folder/spool-$1"
  # Slurmd runs in the foreground as a child of the namespace's first process, which `--kill-child` ties to unshare.
  setsid unshare --pid --fork --uts --mount --mount-proc --kill-child \
    bash -c "hostname $1 && exec slurmd -D -N $1" > "$folder/$1.out" 2>&1 < /dev/null &
  echo $! > "$folder/$1.unshare"
}

# Ends the process whose number is in a file. A missing file or process is not an error.
end() {
  [ -f "$1" ] || return 0
  kill "-$2" "$(cat "$1")" 2> /dev/null || true
  rm -f "$1"
}

case $command in
  up)
    mkdir -p "$folder/state"
    write_conf
    head -c 1024 /dev/urandom > "$folder/munge.key"
    chmod 600 "$folder/munge.key"
    munged --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" --pid-file="$folder/munged.pid" \
      --log-file="$folder/munged.log" --seed-file="$folder/munge.seed"
    slurmctld -c
    start_node n1
    start_node n2
    for _ in $(seq 60); do
      [ "$(sinfo --noheader --states=idle --format=%D 2> /dev/null || true)" = 2 ] && exit 0
      sleep 0.5
    done
    echo "the cluster did not start: see the logs in $folder" >&2
    exit 1
    ;;
  kill) end "$folder/$3.unshare" KILL ;;
  node) start_node "$3" ;;
  down)
    scancel --quiet --user=root 2> /dev/null || true
    end "$folder/n1.unshare" KILL
    end "$folder/n2.unshare" KILL
    end "$folder/slurmctld.pid" TERM
    end "$folder/munged.pid" TERM
    ;;
  *)
    echo "$command: up, kill, node or down" >&2
    exit 2
    ;;
esac
