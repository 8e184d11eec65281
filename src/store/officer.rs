//! 领导小组 and its 办公室.
