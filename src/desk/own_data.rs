//! The petitioner's own data: copies and corrections.
