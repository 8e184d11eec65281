//! A form on the screen while the disk is full.
