-- Chạy một lần, khi container PostgreSQL của compose-nhieu-may.yml tạo cơ sở dữ liệu mới: tài khoản của ứng dụng là chủ của một cơ
-- sở dữ liệu, không phải quản trị viên của máy chủ.
\set ON_ERROR_STOP on
\set mat_khau `cat /run/secrets/mat_khau_csdl`
CREATE ROLE tlbc LOGIN PASSWORD :'mat_khau';
CREATE DATABASE kho_bao_cao OWNER tlbc ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE kho_bao_cao FROM PUBLIC;
