//! What happened to a person's standing: 遴选, 考核, 培训, 承诺书, 核验, 离任.
