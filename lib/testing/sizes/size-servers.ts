/** What a server needs for rows of 64 MB with both images, and for large tables to be made quickly. */
export const sizeServerLines = ["max-allowed-packet=1G", "loose-innodb-redo-log-capacity=2G", "innodb-buffer-pool-size=512M", "max-binlog-size=1G", "innodb-lock-wait-timeout=600"];
