//! Stations and hand-overs between them.
