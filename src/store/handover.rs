//! Hand-overs of a case between stations.
