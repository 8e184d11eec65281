//! Registers of 本人信息申请 and 法律咨询.
